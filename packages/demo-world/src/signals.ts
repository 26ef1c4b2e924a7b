import { isActive } from './fault-plan.ts'
import { backOffice, type Life } from './life.ts'
import { type Dice, hashText, openDice } from './random.ts'
import { HOUR } from './time.ts'
import type { Signal } from './world-parts.ts'

/** Lets systems, partners and teams report how they are, each in its own interval. */
export function planSignals(life: Life): void {
  const { signals } = life.setting.world
  if (!signals.enabled) return
  for (const signal of signals.series) {
    const dice = openDice(life.setting.seed, hashText(`${signal.system}/${signal.metric}`))
    const step = signal.everyHours * HOUR
    const report = (at: number) => {
      tellSignal(life, signal, at, dice)
      life.agenda.plan(at + step, report)
    }
    life.agenda.plan(Math.ceil(life.setting.start / step) * step, report)
  }
}

function tellSignal(life: Life, signal: Signal, at: number, dice: Dice): void {
  const usual = signal.usual * Math.exp(dice.normal(0, signal.spread))
  const value = disturbed(life, signal, at, usual)
  const name = signal.system
    .toLowerCase()
    .normalize('NFD')
    .replace(/[^a-z0-9]+/g, '-')
  const sender = backOffice('system', 'aurora-monitor', { anonymousId: `system-${name}` })
  life.tell.track(undefined, sender, at, 'System Signal', {
    system: signal.system,
    kind: signal.kind,
    metric: signal.metric,
    value: Math.round(value * 1000) / 1000,
    unit: signal.unit,
  })
}

/** What a planted fault makes of a usual reading. */
function disturbed(life: Life, signal: Signal, at: number, usual: number): number {
  for (const planted of life.setting.faults.all) {
    if (!isActive(planted, at)) continue
    const { fault } = planted
    if (fault.kind === 'gateway-slowdown' && fault.gateway === signal.system)
      return signal.metric === 'p95_latency'
        ? usual * fault.latencyFactor
        : signal.metric === 'error_rate'
          ? usual + fault.timedOut * 10
          : usual
    if (fault.kind === 'team-untrained' && fault.team === signal.system && signal.metric === 'trained_share')
      return fault.trained / fault.members
    if (fault.kind === 'team-untrained' && fault.tool === signal.system && signal.metric === 'reopened_share')
      return (usual * fault.reopened) / life.setting.world.returns.reopened
    if (
      fault.kind === 'carrier-late' &&
      signal.system === fault.carrier &&
      signal.metric === `late_share_${fault.region.toLowerCase()}`
    )
      return fault.lateRate * (usual / signal.usual)
  }
  return usual
}
