// Keeps the phone's and the tablet's page on the device: they open in a tunnel and after a power cut before the network is
// back. Scripts have their digest in their names, so what is kept is never old; a page is asked for first and kept for when
// there is no answer. Nothing of /api is kept.
const kept = 'yjt-pages-1';
const pages = ['/r', '/b'];
/** A page that has not come by then is shown as it was kept. */
const pageWithinMs = 4_000;

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { pathname, origin } = new URL(request.url);
  if (request.method !== 'GET' || origin !== self.location.origin) return;
  if (request.mode === 'navigate' && pages.includes(pathname)) event.respondWith(page(request, pathname));
  else if (pathname.startsWith('/assets/') || pathname.endsWith('.png') || pathname.endsWith('.webmanifest'))
    event.respondWith(asset(request));
});

async function page(request, pathname) {
  const cache = await caches.open(kept);
  try {
    const answer = await fetch(request, { signal: AbortSignal.timeout(pageWithinMs) });
    if (answer.ok) await cache.put(pathname, answer.clone());
    return answer;
  } catch (error) {
    const before = await cache.match(pathname);
    if (before) return before;
    throw error;
  }
}

async function asset(request) {
  const cache = await caches.open(kept);
  const before = await cache.match(request);
  if (before) return before;
  const answer = await fetch(request);
  if (answer.ok) await cache.put(request, answer.clone());
  return answer;
}
