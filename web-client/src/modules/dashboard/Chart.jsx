// SPDX-License-Identifier: AGPL-3.0-or-later
// One ECharts canvas: follows its box, the theme and the data, and reports clicks.
// Charts imported by part so that the chunk stays small.
import { BarChart, FunnelChart, LineChart, PieChart } from 'echarts/charts';
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import * as echarts from 'echarts/core';
import { LabelLayout } from 'echarts/features';
import { CanvasRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';

echarts.use([BarChart, FunnelChart, LineChart, PieChart, AriaComponent, GridComponent, LegendComponent, TooltipComponent, LabelLayout, CanvasRenderer]);

/** @param {{option: any, label: string, height?: number, onPick?: (index: number, series: number) => void}} props */
export function Chart({ option, label, height = 280, onPick }) {
  const box = useRef(/** @type {HTMLDivElement|null} */ (null));
  const chart = useRef(/** @type {any} */ (null));
  const pick = useRef(onPick);
  pick.current = onPick;
  useEffect(() => {
    const made = echarts.init(box.current);
    chart.current = made;
    made.on('click', (event) => pick.current?.(event.dataIndex, event.seriesIndex));
    const watch = new ResizeObserver(() => made.resize());
    watch.observe(box.current);
    return () => { watch.disconnect(); made.dispose(); };
  }, []);
  useEffect(() => {
    chart.current.setOption({ aria: { enabled: true }, animationDuration: 250, ...option }, true);
  }, [option]);
  return <div ref={box} role="img" aria-label={label} style={{ height }} />;
}
