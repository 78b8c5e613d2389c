// Keeps the phone's and the tablet's page on the device: they open in a tunnel and after a power cut before the network is
// back, from the first visit on. Scripts have their digest in their names, so what is kept is never old; a page is asked for first
// and kept for when there is no answer. Nothing of /api is kept. A device without room keeps nothing and is answered all the same.
const kept = 'yjt-pages-1';
const pages = ['/r', '/b'];
/** A page that has not come by then is shown as it was kept. */
const pageWithinMs = 4_000;

self.addEventListener('install', (event) => {
  self.skipWaiting();
  event.waitUntil(keepOpenPages().catch(() => undefined)); // no room, or the network went: the next visit keeps it
});
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { pathname, origin } = new URL(request.url);
  if (request.method !== 'GET' || origin !== self.location.origin) return;
  if (request.mode === 'navigate' && pages.includes(pathname)) event.respondWith(page(event, pathname));
  else if (isAsset(pathname)) event.respondWith(asset(event));
});

const isAsset = (pathname) =>
  pathname.startsWith('/assets/') || pathname.endsWith('.png') || pathname.endsWith('.webmanifest');

/** The page that was open before there was a service worker, with all that it may ever fetch. */
async function keepOpenPages() {
  const open = await self.clients.matchAll({ includeUncontrolled: true, type: 'window' });
  const paths = new Set(open.map(({ url }) => new URL(url).pathname).filter((path) => pages.includes(path)));
  await Promise.all([...paths].map(keepWhole));
}

async function keepWhole(path) {
  const seen = new Set();
  const follow = async (name) => {
    if (seen.has(name)) return;
    seen.add(name);
    const answer = await fetch(name);
    if (!answer.ok) return;
    const names = name === path || name.endsWith('.js') ? namesIn(await answer.clone().text()) : [];
    await keep(name, answer);
    await Promise.all(names.map(follow));
  };
  await follow(path);
}

/** What a page or a script of ours names: `/assets/x.css`, `"assets/x.js"`, `"./x.js"`; `/r.webmanifest`. */
const namesIn = (text) =>
  [...text.matchAll(/["'`](?:\/?assets\/|\.\/|\/)([\w.-]+\.(?:js|css|webmanifest))["'`]/g)].map(([, name]) =>
    name.endsWith('.webmanifest') ? `/${name}` : `/assets/${name}`,
  );

async function page(event, pathname) {
  try {
    const answer = await fetch(event.request, { signal: AbortSignal.timeout(pageWithinMs) });
    if (answer.ok) keepMeanwhile(event, pathname, answer);
    return answer;
  } catch (error) {
    const before = await find(pathname);
    if (before) return before;
    throw error;
  }
}

async function asset(event) {
  const before = await find(event.request);
  if (before) return before;
  const answer = await fetch(event.request);
  if (answer.ok) keepMeanwhile(event, event.request, answer);
  return answer;
}

/** Answered first and kept second: a full device must not cost the page. */
function keepMeanwhile(event, name, answer) {
  event.waitUntil(keep(name, answer.clone()).catch(() => undefined));
}

async function keep(name, answer) {
  const cache = await caches.open(kept);
  await cache.put(name, answer);
}

/** What was kept; nothing where the device does not say. */
async function find(name) {
  try {
    const cache = await caches.open(kept);
    return await cache.match(name, { ignoreVary: true });
  } catch {
    return undefined;
  }
}
