// What draws the charts, loaded when the first is wanted: the library takes half a second, which nobody should wait for who draws none.

export async function loadCharts() {
  const [{ chartSvg }, { chartPixels, chartPng }] = await Promise.all([import('./chart.ts'), import('./png.ts')]);
  return { chartSvg, chartPixels, chartPng };
}

export type Charts = Awaited<ReturnType<typeof loadCharts>>;
