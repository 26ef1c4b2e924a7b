/**
 * The catalogue of every problem the server can answer with: code → HTTP status → title.
 * A code is part of the public API: it may be added, never renamed.
 */
export const problems = {
  internal: { status: 500, title: 'Something went wrong on our side.' },
  disk_full: { status: 503, title: 'The disk is full.' },
  store_unavailable: { status: 503, title: 'A data store is not available right now.' },
  unexpected_row: { status: 500, title: 'A data store answered in an unexpected shape.' },
  query_failed: { status: 500, title: 'A question to the data store failed.' },
  query_timeout: { status: 504, title: 'The question took too long.' },
  query_cancelled: { status: 499, title: 'The question was cancelled.' },
  query_too_large: { status: 422, title: 'The question needs more memory than it may use.' },
  migration_failed: { status: 500, title: 'The data stores could not be brought up to date.' },
  file_not_found: { status: 404, title: 'No such file.' },
  invalid_request: { status: 400, title: 'The request has a wrong shape.' },
  invalid_cursor: { status: 400, title: 'The cursor is not one of ours.' },
  invalid_json: { status: 400, title: 'The body is not JSON.' },
  body_too_large: { status: 413, title: 'The body is too large.' },
  unsupported_media_type: { status: 415, title: 'The body has a type we do not read.' },
  not_found: { status: 404, title: 'Nothing is here.' },
  unauthenticated: { status: 401, title: 'Sign in, or send a valid key.' },
  forbidden: { status: 403, title: 'Your role or key does not allow this.' },
  cross_site_request: { status: 403, title: 'The request came from another site.' },
  rate_limited: { status: 429, title: 'Too many requests. Wait a little.' },
  workspace_not_found: { status: 404, title: 'No such workspace.' },
  already_set_up: { status: 409, title: 'Teia is set up already.' },
  member_not_found: { status: 404, title: 'No such member.' },
  last_owner: { status: 409, title: 'A workspace keeps at least one owner.' },
  invitation_not_found: { status: 404, title: 'The invitation is unknown, used or expired.' },
  wrong_password: { status: 401, title: 'The password does not fit this account.' },
  already_member: { status: 409, title: 'This person is a member already.' },
  key_not_found: { status: 404, title: 'No such key.' },
  source_not_found: { status: 404, title: 'No such source.' },
  unknown_write_key: { status: 404, title: 'No source has this write key.' },
  person_not_found: { status: 404, title: 'No such person.' },
  account_not_found: { status: 404, title: 'No such account.' },
  event_not_found: { status: 404, title: 'No such event.' },
  invalid_time_zone: { status: 400, title: 'The time zone is unknown.' },
  invalid_range: { status: 400, title: 'The range of time is empty or too long.' },
  invalid_filter: { status: 400, title: 'The filter cannot be asked.' },
  idempotency_conflict: { status: 409, title: 'This idempotency key was used for another request.' },
  idempotency_running: { status: 409, title: 'The first request with this idempotency key still runs.' },
} as const satisfies Record<string, { status: number; title: string }>

/** Every code an `AppError` may carry. */
export type ProblemCode = keyof typeof problems
