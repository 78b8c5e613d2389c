// The page stays on the device: it opens without a network (public/sw.js).
export function keepPage(): void {
  if (!('serviceWorker' in navigator)) return; // without TLS there is none; the page works while the network does
  navigator.serviceWorker.register('/sw.js').catch((error: unknown) => console.warn('the page is not kept', error));
}
