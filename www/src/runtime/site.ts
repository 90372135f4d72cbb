/** Where the site's root is, under whatever path it is served. */

// Kept in a variable: a bundler would take `new URL(…, import.meta.url)` for a file to be bundled.
const script = import.meta.url;

/** The folder that holds `tr/`, `en/`, `embed/` and the service worker. */
export const siteRoot = new URL(__KOSUT_ROOT__, script);

/** The address of a file of the wasm packages. */
export function packageUrl(file: string): string {
  return new URL(`${__KOSUT_WASM__}${file}`, siteRoot).href;
}

/** The address of a data set's file. */
export function datasetUrl(name: string): string {
  return packageUrl(`data/${name}.bin`);
}
