import type { Channel } from '@teia/contracts'

/** Strokes of the icon set, drawn on 16 × 16 with round ends. */
const strokes = {
  pulse: 'M1.5 8.5h3l2-5.5 3 10 2-4.5h3',
  journeys:
    'M5.2 12.5H10a2.2 2.2 0 0 0 0-4.4H6a2.2 2.2 0 0 1 0-4.6h4.8M5.2 12.5a1.7 1.7 0 1 1-3.4 0 1.7 1.7 0 0 1 3.4 0zM14.2 3.5a1.7 1.7 0 1 1-3.4 0 1.7 1.7 0 0 1 3.4 0z',
  people:
    'M8.5 5.2a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0zM1.5 13.5c.3-3 2-4.5 4.5-4.5s4.2 1.5 4.5 4.5M10.5 3a2.5 2.5 0 0 1 0 4.5M12 9.3c1.5.6 2.3 2 2.5 4.2',
  data: 'M13.5 3.7c0 1.1-2.5 2-5.5 2s-5.5-.9-5.5-2 2.5-2 5.5-2 5.5.9 5.5 2zM2.5 3.7v8.6c0 1.1 2.5 2 5.5 2s5.5-.9 5.5-2V3.7M2.5 8c0 1.1 2.5 2 5.5 2s5.5-.9 5.5-2',
  settings:
    'M2 4.5h7M12.5 4.5H14M2 11.5h1.5M7 11.5h7M12.4 4.5a1.7 1.7 0 1 1-3.4 0 1.7 1.7 0 0 1 3.4 0zM6.9 11.5a1.7 1.7 0 1 1-3.4 0 1.7 1.7 0 0 1 3.4 0z',
  search: 'M11.5 7a4.5 4.5 0 1 1-9 0 4.5 4.5 0 0 1 9 0zM10.5 10.5 14 14',
  down: 'm4 6 4 4 4-4',
  right: 'm6 4 4 4-4 4',
  left: 'm10 4-4 4 4 4',
  up: 'm4 10 4-4 4 4',
  code: 'M5.5 4 1.8 8l3.7 4M10.5 4l3.7 4-3.7 4',
  export: 'M8 2v8.5M4.5 7 8 10.5 11.5 7M2.5 13.5h11',
  table: 'M3 3h10a1 1 0 0 1 1 1v8a1 1 0 0 1-1 1H3a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1zM2 6.5h12M2 9.8h12M6.5 3v10',
  chart: 'M2 13.5h12M3 10.5l3-4 3 2.5 4-6',
  link: 'M6.8 9.2a2.6 2.6 0 0 0 3.7 0l2.3-2.300a2.6 2.6 0 0 0-3.7-3.700L8 4.300M9.2 6.800a2.6 2.6 0 0 0-3.7 0L3.2 9.100a2.6 2.6 0 0 0 3.7 3.700L8 11.7',
  undo: 'M3 6.500h6.500a3.5 3.5 0 0 1 0 7H6M5.8 3.500 2.8 6.500l3 3',
  redo: 'M13 6.500H6.500a3.5 3.5 0 0 0 0 7H10M10.2 3.500l3 3-3 3',
  fit: 'M2.5 6V2.500H6M10 2.500h3.500V6M13.5 10v3.500H10M6 13.500H2.500V10',
  server:
    'M3 2.500h10a1 1 0 0 1 1 1V6a1 1 0 0 1-1 1H3a1 1 0 0 1-1-1V3.500a1 1 0 0 1 1-1zM3 9h10a1 1 0 0 1 1 1v2.500a1 1 0 0 1-1 1H3a1 1 0 0 1-1-1V10a1 1 0 0 1 1-1zM4.5 4.800h.5M4.5 11.300h.5',
  close: 'm4 4 8 8M12 4l-8 8',
  plus: 'M8 3v10M3 8h10',
  minus: 'M3 8h10',
  more: 'M3.5 8h.01M8 8h.01M12.5 8h.01',
  good: 'M14.2 8A6.2 6.2 0 1 1 1.8 8a6.2 6.2 0 0 1 12.4 0zM5.2 8.200l2 2 3.6-4',
  warn: 'M8 2 14.5 13.5h-13zM8 6.5v3.3M8 11.6v.01',
  bad: 'M5.3 1.8h5.4l3.5 3.5v5.4l-3.5 3.5H5.3l-3.5-3.5V5.3zM8 4.8v4M8 11.2v.01',
  info: 'M14.2 8A6.2 6.2 0 1 1 1.8 8a6.2 6.2 0 0 1 12.4 0zM8 7.300v3.700M8 5v.01',
  task: 'M3 2.500h10v11H3zM5.5 8.200l1.8 1.8 3.200-3.800',
  clock: 'M14.2 8A6.2 6.2 0 1 1 1.8 8a6.2 6.2 0 0 1 12.4 0zM8 4.5V8l2.5 1.5',
  eye: 'M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8zM10 8a2 2 0 1 1-4 0 2 2 0 0 1 4 0z',
  filter: 'M2 3.500h12L9.5 8.700v4.300l-3-1.500V8.700z',
  exclude: 'M14.2 8A6.2 6.2 0 1 1 1.8 8a6.2 6.2 0 0 1 12.4 0zM4.5 8h7',
  trash: 'M2.5 4.500h11M6 4.500V2.500h4v2M4 4.500l.6 9h6.800l.6-9',
  edit: 'm10.5 2.5 3 3-7.5 7.5-3.5.5.5-3.500z',
  copy: 'M5.5 5.500h8v8h-8zM10.5 5.500v-3h-8v8h3',
  pause: 'M5.5 3v10M10.5 3v10',
  play: 'M4.5 2.8 13 8l-8.5 5.200z',
  key: 'M9.5 6.500a3.5 3.5 0 1 1-7 0 3.5 3.5 0 0 1 7 0zM8.5 9l5.5 5.500M11.5 12l1.5-1.5',
  out: 'M9.5 2.500h-7v11h7M6 8h8M11 5l3 3-3 3',
  globe:
    'M14.2 8A6.2 6.2 0 1 1 1.8 8a6.2 6.2 0 0 1 12.4 0zM1.8 8h12.400M8 1.800c4 4 4 8.4 0 12.400M8 1.800c-4 4-4 8.4 0 12.4',
  phoneDevice:
    'M5.7 1.500h4.600a1.5 1.5 0 0 1 1.5 1.500v10a1.5 1.5 0 0 1-1.5 1.500H5.700a1.5 1.5 0 0 1-1.5-1.500V3a1.5 1.5 0 0 1 1.5-1.500zM7 12.300h2',
  mail: 'M2.8 3.200h10.400a1 1 0 0 1 1 1v7.600a1 1 0 0 1-1 1H2.800a1 1 0 0 1-1-1V4.200a1 1 0 0 1 1-1zM2 4l6 5 6-5',
  megaphone: 'M2 6.2v3.6h2.5L10.5 13V3L4.5 6.2zM12.5 6a3 3 0 0 1 0 4',
  message: 'M8 2a6 6 0 0 0-5.2 9L2 14l3.1-.8A6 6 0 1 0 8 2zM5.8 7.200h4.400M5.8 9.300h2.7',
  call: 'M3 2.500h2.500l1.2 3.2-1.6 1.300a8 8 0 0 0 3.9 3.900l1.3-1.6 3.2 1.200V13a1 1 0 0 1-1 1C6.9 14 2 9.1 2 3.500a1 1 0 0 1 1-1z',
  store: 'M2.5 6.5V14h11V6.5M1.5 6.5 3 2h10l1.5 4.500zM6.5 14V9.500h3V14',
  basket:
    'M1.5 2.500h2l1.8 7.500h6.700l1.7-5.500H4.200M7.1 13a1.1 1.1 0 1 1-2.2 0 1.1 1.1 0 0 1 2.2 0zM12.4 13a1.1 1.1 0 1 1-2.2 0 1.1 1.1 0 0 1 2.2 0z',
  hash: 'M6.5 2.5 5 13.500M11 2.5 9.5 13.500M2.5 6h11.500M2 10h11.5',
  chat: 'M2 3.200h12v8H7.500L4.5 14v-2.800H2zM5 6.200h6M5 8.500h4',
  box: 'm8 1.8 5.7 3v6.4L8 14.2l-5.7-3V4.8zM2.3 4.8 8 7.8l5.7-3M8 7.8v6.4',
  dot: 'M9.5 8a1.5 1.5 0 1 1-3 0 1.5 1.5 0 0 1 3 0z',
  calendar: 'M2.5 3.500h11v10h-11zM2.5 6.500h11M5.5 2v3M10.5 2v3',
  keyboard: 'M1.5 4.500h13v7h-13zM4 7h.01M6.7 7h.01M9.3 7h.01M12 7h.01M5 9.300h6',
  book: 'M8 3.500C6.5 2.5 4.5 2.3 2 2.500v10c2.5-.2 4.5 0 6 1 1.5-1 3.5-1.2 6-1v-10c-2.5-.2-4.5 0-6 1zM8 3.500v10',
} as const

export type IconName = keyof typeof strokes | 'theme'

/** One icon of the set; it says nothing to a screen reader, so a word stands beside it or on its button. */
export function Icon({
  name,
  small = false,
  className,
}: {
  name: IconName
  small?: boolean
  className?: string
}) {
  const classes = `icon${small ? ' small' : ''}${className ? ` ${className}` : ''}`
  return (
    <svg className={classes} viewBox="0 0 16 16" aria-hidden="true">
      {name === 'theme' ? (
        <>
          <circle cx="8" cy="8" r="5.7" />
          <path d="M8 2.3v11.4A5.7 5.7 0 0 0 8 2.3z" fill="currentColor" />
        </>
      ) : (
        <path d={strokes[name]} strokeWidth={name === 'more' ? 2 : undefined} />
      )}
    </svg>
  )
}

const ofChannel: Record<Channel, IconName> = {
  web: 'globe',
  app: 'phoneDevice',
  'e-mail': 'mail',
  social: 'hash',
  messaging: 'message',
  phone: 'call',
  store: 'store',
  marketplace: 'basket',
  ad: 'megaphone',
  chat: 'chat',
  'in-product': 'box',
  other: 'dot',
}

/** The icon of a channel. */
export function ChannelIcon({ channel, className }: { channel: Channel; className?: string }) {
  return <Icon name={ofChannel[channel]} {...(className ? { className } : {})} />
}

/** The mark of Teia. */
export function Mark() {
  return (
    <svg
      viewBox="0 0 20 20"
      aria-hidden="true"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.2"
      strokeLinejoin="round"
    >
      <path d="M10 1.5 17.4 5.8v8.4L10 18.5 2.6 14.2V5.8z" />
      <path d="M10 6 13.5 8v4L10 14 6.5 12V8z" />
      <path d="M10 1.5V6M17.4 5.8 13.5 8M17.4 14.2 13.5 12M10 18.5V14M2.6 14.2 6.5 12M2.6 5.8 6.5 8" />
      <circle cx="13.5" cy="8" r="2.3" fill="var(--accent)" stroke="var(--ground-2)" />
    </svg>
  )
}
