import { type Lottery, openLottery } from './random.ts'
import type { Setting } from './setting.ts'
import type { Visit } from './visit-state.ts'
import { StepName } from './world-parts.ts'

const lotteries = new WeakMap<Setting, Map<string, Lottery<StepName>>>()

/** The next step by the world's weights, tilted by the archetype and by the will to buy. */
export function nextStep(visit: Visit, from: StepName): StepName {
  const { archetype } = visit.person
  const { setting } = visit.life
  const known = lotteries.get(setting) ?? new Map<string, Lottery<StepName>>()
  lotteries.set(setting, known)
  const key = `${archetype.id}/${from}/${visit.closing.toFixed(2)}/${visit.cart.length > 0 ? 1 : 0}`
  let lottery = known.get(key)
  if (!lottery) {
    const base = from === 'leave' ? {} : setting.world.steps[from]
    const entries = StepName.options.map((step): [StepName, number] => {
      const needsCart = step === 'cart' || step === 'checkout'
      if (needsCart && visit.cart.length === 0) return [step, 0]
      const buying = step === 'add' || step === 'cart' || step === 'checkout'
      return [step, (base[step] ?? 0) * (archetype.tilt[step] ?? 1) * (buying ? visit.closing : 1)]
    })
    lottery = openLottery([...entries, ['leave', 0.0001]])
    known.set(key, lottery)
  }
  return lottery.draw(visit.dice)
}
