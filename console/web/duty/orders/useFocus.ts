import { useEffect, useRef } from 'preact/hooks';

/** A field that has the focus as soon as its form is open. */
export function useFocus<T extends HTMLElement>() {
  const element = useRef<T>(null);
  useEffect(() => element.current?.focus(), []);
  return element;
}
