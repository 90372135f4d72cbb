/** From a script to the site's root; see `vite.config.ts`. */
declare const __KOSUT_ROOT__: string;

/** From the site's root to where the service worker answers those who wait, with a slash at the end. */
declare const __KOSUT_WAIT__: string;

/** From the site's root to the wasm builds, with a slash at the end; see `vite.config.ts`. */
declare const __KOSUT_WASM__: string;
