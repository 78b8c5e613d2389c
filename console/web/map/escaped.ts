/** Words of the data for what takes HTML: Leaflet's attribution, our own SVG. A district's words are text, never tags. */
export const escaped = (words: string): string => words.replace(/[&<>"']/g, (one) => `&#${one.charCodeAt(0)};`);
