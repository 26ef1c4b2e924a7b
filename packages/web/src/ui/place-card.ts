/** The edges of what a card belongs to, in pixels of the window. */
export type Anchor = { left: number; right: number; top: number; bottom: number }

/** Between a card and its mark, and between a card and the edge of the window. */
const GAP = 8

/** Under the mark where there is room, else above it, and always inside the window. */
export function placeCard(
  anchor: Anchor,
  card: { width: number; height: number },
  window: { width: number; height: number },
): { left: number; top: number } {
  const below = anchor.bottom + GAP
  const fits = below + card.height <= window.height - GAP
  const top = fits ? below : Math.max(GAP, anchor.top - GAP - card.height)
  const left = Math.min(Math.max(GAP, anchor.left), Math.max(GAP, window.width - card.width - GAP))
  return { left, top }
}
