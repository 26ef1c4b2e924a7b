/** How the tag may keep and send things, from nothing to everything. */
export type StorageMode =
  /** Nothing is known yet: events wait in memory and are not sent. */
  | 'pending'
  /** The visitor said no: nothing is kept and nothing is sent. */
  | 'off'
  /** Events are sent; the visitor has a name for this page load only, and nothing is stored. */
  | 'cookieless'
  /** The visitor said yes: the name and what could not be sent yet are stored. */
  | 'full'

export type Options = {
  writeKey: string
  /** Where Teia is, as `https://cx.example.com`. */
  host: string
  /** Until the visitor is asked. Default `cookieless`. */
  mode?: StorageMode
  /** After the visitor said no. Default `off`. */
  denied?: 'off' | 'cookieless'
  /** The purpose that storing belongs to. Default `analytics_storage`, the name of Consent Mode. */
  purpose?: string
  /** Sends a page call at every change of address. Default true. */
  pages?: boolean
  /** Listens to clicks and submits of elements with `data-teia-event`. Default true. */
  attributes?: boolean
  /** Sends uncaught errors. Default false. */
  errors?: boolean
  /** Sends Largest Contentful Paint, Cumulative Layout Shift and the like when the page is left. Default false. */
  vitals?: boolean
  /** Milliseconds that events gather before they are sent. Default 1,000. */
  flushAfterMs?: number
}

export type Fields = Record<string, unknown>
export type Message = Fields & { type: string; messageId: string }
/** Purposes by name; Consent Mode's words are understood as well. */
export type Preferences = Record<string, boolean | 'granted' | 'denied'>
