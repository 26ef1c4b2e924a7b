import type { EChartsCoreOption } from 'echarts/core'
import { seriesColour } from './series-colours.ts'

/** One line. `before` is drawn under the line named by `of`: the same in the period before. */
export type Line = { name: string; values: (number | null)[]; before?: boolean; of?: string }

export type Drawn = {
  labels: string[]
  lines: Line[]
  format: (value: number) => string
  selected: string | undefined
}

/** What the chart library is told to draw; `css` reads a colour of the current theme. */
export function lineOption(drawn: Drawn, css: (name: string) => string): EChartsCoreOption {
  const mains = drawn.lines.filter((line) => !line.before)
  return {
    animation: false,
    textStyle: { fontFamily: css('--font'), fontSize: 12 },
    grid: { left: 8, right: 16, top: 14, bottom: 4, containLabel: true },
    xAxis: {
      type: 'category',
      data: drawn.labels,
      boundaryGap: false,
      axisLine: { lineStyle: { color: css('--line-2') } },
      axisTick: { show: false },
      axisLabel: { color: css('--ink-3'), hideOverlap: true },
    },
    yAxis: {
      type: 'value',
      // Events and people are counted: between two marks of the axis lies at least one.
      minInterval: 1,
      splitLine: { lineStyle: { color: css('--line') } },
      axisLabel: { color: css('--ink-3'), formatter: (value: number) => drawn.format(value) },
    },
    series: drawn.lines.map((line) => {
      const at = mains.findIndex((main) => main.name === (line.before ? line.of : line.name))
      const colour = css(seriesColour(Math.max(0, at)))
      const faded = drawn.selected !== undefined && drawn.selected !== (line.of ?? line.name)
      return {
        type: 'line',
        name: line.name,
        data: line.values,
        symbol: 'circle',
        symbolSize: line.before ? 3 : 5,
        showSymbol: drawn.labels.length <= 40 && !line.before,
        connectNulls: false,
        silent: true,
        itemStyle: { color: colour },
        lineStyle: {
          color: colour,
          width: line.before ? 1 : 1.6,
          type: line.before ? [3, 3] : 'solid',
          opacity: faded ? 0.25 : line.before ? 0.7 : 1,
        },
      }
    }),
  }
}
