import type { Language, MapTemplate } from '@teia/contracts'
import { onboarding } from './onboarding.ts'
import { retailPurchase } from './retail-purchase.ts'
import { serviceRequest } from './service-request.ts'
import { storeVisit } from './store-visit.ts'
import { subscription } from './subscription.ts'
import { templateIn } from './template.ts'

const templates = [retailPurchase, subscription, serviceRequest, onboarding, storeVisit]

/** Maps to begin with, in one language. */
export const mapTemplates = (language: Language): MapTemplate[] =>
  templates.map((one) => templateIn(one, language))
