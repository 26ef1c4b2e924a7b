import { z } from 'zod'

const share = z.number().min(0).max(1)
const positive = z.number().positive()
const weights = z.record(z.string().min(1), z.number().nonnegative())
const text = z.string().min(1)

export const Language = z.enum(['pt', 'it', 'en'])
export type Language = z.infer<typeof Language>

export const DeviceKind = z.enum(['ios-app', 'android-app', 'ios-web', 'android-web', 'desktop-web'])
export type DeviceKind = z.infer<typeof DeviceKind>

export const StepName = z.enum([
  'home',
  'search',
  'list',
  'product',
  'add',
  'cart',
  'checkout',
  'help',
  'leave',
])
export type StepName = z.infer<typeof StepName>

const perDevice = z.partialRecord(DeviceKind, z.number().nonnegative())
const perStep = z.partialRecord(StepName, z.number().nonnegative())

/** A city people live in. `areaCode` builds telephone numbers in fictitious ranges. */
export const Place = z.strictObject({
  city: text,
  region: text,
  state: text,
  country: z.string().length(2),
  callingCode: text,
  areaCode: text,
  timeZone: text,
  weight: positive,
  languages: z.partialRecord(Language, share),
})
export type Place = z.infer<typeof Place>

/** Offset of winter time in minutes east of UTC, and the rule by which summer time moves it. */
export const TimeZone = z.strictObject({
  minutes: z.number().int(),
  summerTime: z.enum(['none', 'european']),
})

export const Promotion = z.strictObject({
  name: text,
  startDaysBefore: positive,
  days: positive,
  visits: positive,
  coupon: text,
  discount: share,
})
export type Promotion = z.infer<typeof Promotion>

/** Relative activity by local hour, by weekday from Monday, and by month from January. */
export const Rhythm = z.strictObject({
  hours: z.array(positive).length(24),
  weekdays: z.array(positive).length(7),
  months: z.array(positive).length(12),
  promotions: z.array(Promotion),
})

export const Product = z.strictObject({ sku: text, name: text, price: positive })
export type Product = z.infer<typeof Product>

export const Category = z.strictObject({
  id: text,
  name: text,
  returnRate: share,
  products: z.array(Product).min(1),
})
export type Category = z.infer<typeof Category>

/** A way in. `campaigns` are names for `utm_campaign`; without them the way is not advertised. */
export const Entry = z.strictObject({
  id: text,
  source: text.optional(),
  medium: text.optional(),
  referrer: z.url().optional(),
  campaigns: z.array(text).optional(),
})
export type Entry = z.infer<typeof Entry>

/** How one kind of customer behaves. `tilt` multiplies the weights of the steps of a visit. */
export const Archetype = z.strictObject({
  id: text,
  name: text,
  share,
  visitsPerMonth: positive,
  newcomers: share,
  hasAccount: share,
  signInRate: share,
  /** Chance to come again after a visit, as a stranger and as a customer. */
  staying: z.strictObject({ stranger: share, customer: share }),
  deviceCount: z.partialRecord(z.enum(['1', '2', '3']), z.number().nonnegative()),
  devices: perDevice,
  entries: weights,
  categories: weights,
  tilt: perStep,
  basket: positive,
  warmth: z.number(),
  storeVisitsPerMonth: z.number().nonnegative(),
  habit: z.strictObject({ everyDays: positive, mobileShare: share, elsewhereShare: share }).optional(),
})
export type Archetype = z.infer<typeof Archetype>

export const PaymentMethod = z.strictObject({ id: text, weight: positive, declined: share, timedOut: share })
export type PaymentMethod = z.infer<typeof PaymentMethod>

export const Payment = z.strictObject({
  gateway: text,
  methods: z.array(PaymentMethod).min(1),
  latencyMs: positive,
  giveUp: share,
})

/** Where people leave between the cart and the payment. */
export const Checkout = z.strictObject({
  leftAtSignUp: share,
  leftAtSignIn: share,
  leftAtAddress: share,
  leftAtPayment: share,
  freeShippingFrom: z.number().nonnegative(),
  shipping: z.number().nonnegative(),
})

/** A carrier serves the countries listed, in proportion to its weight. */
export const Carrier = z.strictObject({
  name: text,
  countries: z.array(z.string().length(2)).min(1),
  weight: positive,
  transitDays: positive,
  lateRate: share,
})
export type Carrier = z.infer<typeof Carrier>

export const Store = z.strictObject({ name: text, city: text, country: z.string().length(2) })
export type Store = z.infer<typeof Store>

export const Support = z.strictObject({
  team: text,
  agents: z.array(text).min(1),
  channels: z.strictObject({
    whatsapp: z.number().nonnegative(),
    phone: z.number().nonnegative(),
    ticket: z.number().nonnegative(),
  }),
  whatsappQueueMinutes: positive,
  phoneQueueSeconds: positive,
  ticketReplyHours: positive,
})

export const SurveyTrigger = z.enum(['delivered', 'order', 'support', 'store', 'return', 'relationship'])
export type SurveyTrigger = z.infer<typeof SurveyTrigger>

export const Survey = z.strictObject({
  id: text,
  name: text,
  questionId: text,
  trigger: SurveyTrigger,
  metric: z.enum(['nps', 'csat', 'ces']),
  journey: text,
  stage: text,
  touchpoint: text,
  asked: share,
  viewed: share,
  answered: share,
  written: share,
  afterHours: positive,
})
export type Survey = z.infer<typeof Survey>

export const Email = z.strictObject({
  everyDays: positive,
  audience: share,
  consent: share,
  opened: share,
  clicked: share,
  unsubscribed: share,
  campaigns: z.array(text).min(1),
})

export const Signal = z.strictObject({
  system: text,
  kind: z.enum(['system', 'partner', 'team']),
  metric: text,
  unit: text,
  everyHours: positive,
  usual: z.number(),
  spread: z.number().nonnegative(),
})
export type Signal = z.infer<typeof Signal>

export const Phrase = z.strictObject({
  about: text,
  mood: z.enum(['good', 'neutral', 'bad']),
  text,
})
export type Phrase = z.infer<typeof Phrase>
