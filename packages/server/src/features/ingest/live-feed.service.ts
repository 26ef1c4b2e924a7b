import type { ClickHouse } from '../../storage/clickhouse/clickhouse.client.ts'
import { selectLatestInteractions } from './live-feed.queries.ts'
import { LiveFeed, type LiveFeedDeps } from './live-feed.ts'

/** Opens the live feed over the stored events, so that a restart leaves no empty page. */
export function openLiveFeed(deps: {
  clickhouse: ClickHouse
  now: () => Date
  namesOf: LiveFeedDeps['namesOf']
}): LiveFeed {
  return new LiveFeed({
    namesOf: deps.namesOf,
    latestOf: (workspaceId, limit) =>
      selectLatestInteractions(deps.clickhouse, { workspaceId, now: deps.now(), limit }),
  })
}
