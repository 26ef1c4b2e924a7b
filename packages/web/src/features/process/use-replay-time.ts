import { useEffect, useRef, useState } from 'react'

const SLICE_MS = 900

/** The time of a replay in slices: runs while it plays, stops at the end, and can be moved. */
export function useReplayTime(slices: number) {
  const time = useRef(0)
  const [slice, setSlice] = useState(0)
  const [isPlaying, setPlaying] = useState(false)
  const [speed, setSpeed] = useState(1)
  const move = (to: number) => {
    time.current = to
    setSlice(Math.floor(to))
  }
  useEffect(() => {
    if (!isPlaying) return
    let last = performance.now()
    let frame = requestAnimationFrame(function tick(now) {
      time.current = Math.min(slices - 1e-6, time.current + ((now - last) / SLICE_MS) * speed)
      last = now
      setSlice(Math.floor(time.current))
      if (time.current >= slices - 1e-3) setPlaying(false)
      else frame = requestAnimationFrame(tick)
    })
    return () => cancelAnimationFrame(frame)
  }, [isPlaying, speed, slices])
  const toggle = () => {
    if (!isPlaying && time.current >= slices - 1e-3) move(0)
    setPlaying(!isPlaying)
  }
  return { slice, timeOf: () => time.current, move, isPlaying, toggle, speed, setSpeed }
}
