import { expect, test } from 'vitest'
import { campaignChannel } from './campaign-channel.ts'

test.each([
  ['google', 'cpc', '', 'Search ad'],
  ['google', 'organic', '', 'Search engine'],
  ['bing', 'ppc', '', 'Search ad'],
  ['google', 'cpc', 'summer shopping', 'Shopping ad'],
  ['google', '', 'shop_br', 'Shopping'],
  ['mercadolivre', 'referral', '', 'Shopping'],
  ['criteo', 'retargeting', '', 'Other ad'],
  ['partner-site', 'banner', '', 'Display ad'],
  ['partner-site', 'cpm', '', 'Display ad'],
  ['linkedin', 'paid', '', 'Social ad'],
  ['linkedin', '', '', 'Social'],
  ['somewhere', 'social-media', '', 'Social'],
  ['instagram', 'story', '', 'Instagram'],
  ['vimeo', 'cpc', '', 'Video ad'],
  ['site', 'video', '', 'Video'],
  ['newsletter', '', '', 'E-mail'],
  ['x', 'e_mail', '', 'E-mail'],
  ['sms', '', '', 'SMS'],
  ['app', 'web-push', '', 'Push'],
  ['firebase', '', '', 'Push'],
  ['awin', 'affiliate', '', 'Affiliate'],
  ['podcast', 'audio', '', 'Audio'],
  ['blog', 'referral', '', 'Referral'],
  ['flyer', 'qr', '', 'Other campaign'],
])('a campaign of %s by %s called “%s” comes by %s', (source, medium, name, channel) => {
  expect(campaignChannel({ source, medium, name })).toBe(channel)
})
