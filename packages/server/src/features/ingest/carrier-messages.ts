import type { ArrivedEvent, LiveInteraction } from '@teia/contracts'
import type { StoreTargets } from '../../storage/store-targets.ts'
import type { PipelineStep } from './pipeline.ts'

/** What the thread that carries events is started with. */
export type CarrierOrder = { targets: StoreTargets }

/** What the server tells the thread: records were appended; end after the block at work. */
export type CarrierCommand = 'appended' | 'stop'

/** What the thread tells the server. */
export type CarrierReport =
  /** Everything up to this record is carried. */
  | { kind: 'idle'; seq: number }
  /** The newest interactions that became visible, oldest first. */
  | { kind: 'stored'; workspaceId: string; interactions: LiveInteraction[] }
  /** The newest of `count` repetitions. */
  | { kind: 'repeated'; sourceId: string; shown: ArrivedEvent[]; count: number }
  | { kind: 'step'; step: PipelineStep; seconds: number }
  /** A line of the log as pino writes it. */
  | { kind: 'log'; line: string }
