import { LineChart as LineSeries } from 'echarts/charts'
import { GridComponent, TooltipComponent } from 'echarts/components'
import { type EChartsCoreOption, init, use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import { useEffect, useRef } from 'react'
import { seriesColour } from './series-colours.ts'

use([LineSeries, GridComponent, TooltipComponent, SVGRenderer])

export type Line = { name: string; values: (number | null)[]; before?: boolean; of?: string }

function optionOf(props: LineChartProps, css: (name: string) => string): EChartsCoreOption {
  const mains = props.lines.filter((line) => !line.before)
  return {
    animation: false,
    textStyle: { fontFamily: css('--font'), fontSize: 12 },
    grid: { left: 8, right: 16, top: 14, bottom: 4, containLabel: true },
    tooltip: {
      trigger: 'axis',
      backgroundColor: css('--ground'),
      borderColor: css('--line-3'),
      borderWidth: 1,
      padding: [6, 10],
      textStyle: { color: css('--ink'), fontSize: 12 },
      extraCssText: 'box-shadow:none;border-radius:6px',
      valueFormatter: (value: unknown) => (typeof value === 'number' ? props.format(value) : '–'),
      axisPointer: { lineStyle: { color: css('--line-3') } },
    },
    xAxis: {
      type: 'category',
      data: props.labels,
      boundaryGap: false,
      axisLine: { lineStyle: { color: css('--line-2') } },
      axisTick: { show: false },
      axisLabel: { color: css('--ink-3'), hideOverlap: true },
    },
    yAxis: {
      type: 'value',
      splitLine: { lineStyle: { color: css('--line') } },
      axisLabel: { color: css('--ink-3'), formatter: (value: number) => props.format(value) },
    },
    series: props.lines.map((line) => {
      const at = mains.findIndex((main) => main.name === (line.before ? line.of : line.name))
      const colour = css(seriesColour(Math.max(0, at)))
      const faded = props.selected !== undefined && props.selected !== (line.of ?? line.name)
      return {
        type: 'line',
        name: line.name,
        data: line.values,
        symbol: 'circle',
        symbolSize: line.before ? 3 : 5,
        showSymbol: props.labels.length <= 40 && !line.before,
        triggerEvent: true,
        connectNulls: false,
        itemStyle: { color: colour },
        lineStyle: {
          color: colour,
          width: line.before ? 1 : 1.6,
          type: line.before ? [3, 3] : 'solid',
          opacity: faded ? 0.25 : line.before ? 0.7 : 1,
        },
        emphasis: { focus: 'series' },
      }
    }),
  }
}

type LineChartProps = {
  labels: string[]
  lines: Line[]
  format: (value: number) => string
  onPick: (name: string) => void
  selected: string | undefined
  label: string
  /** Changes when the colours of the page change. */
  scheme: string
  svgRef: React.RefObject<HTMLDivElement | null>
}

/** Lines over time. It takes data and draws; the table beside it says the same to a screen reader. */
export function LineChart(props: LineChartProps) {
  const box = props.svgRef
  const pick = useRef(props.onPick)
  pick.current = props.onPick
  useEffect(() => {
    const element = box.current
    if (!element) return
    const chart = init(element, undefined, { renderer: 'svg' })
    const style = getComputedStyle(element)
    // A probe resolves light-dark() to the colour of the current theme, which a canvas of strings needs.
    const probe = document.createElement('span')
    element.append(probe)
    const css = (name: string) => {
      const value = style.getPropertyValue(name).trim()
      if (!/color|light-dark|#/.test(value)) return value
      probe.style.color = value
      return getComputedStyle(probe).color
    }
    chart.setOption(optionOf(props, css))
    probe.remove()
    chart.on('click', (event) => {
      if (event.seriesName) pick.current(event.seriesName)
    })
    const resize = new ResizeObserver(() => chart.resize())
    resize.observe(element)
    return () => {
      resize.disconnect()
      chart.dispose()
    }
  }, [box, props])
  return <div ref={box} className="line-chart" role="img" aria-label={props.label} />
}
