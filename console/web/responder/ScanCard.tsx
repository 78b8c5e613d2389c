// Reads a resident's card with what this browser has: its camera, its NFC reader. Where it has neither, the phone's own camera opens the
// card's address, and the number can be typed (docs/decisions/044).
import { useEffect, useRef, useState } from 'preact/hooks';
import { looksMistyped } from '../../../contracts/office/cardNumber.ts';
import { tokenInCard } from '../../../contracts/office/cardToken.ts';
import { Button } from '../look/Button.tsx';
import { inLanguage } from '../words/inLanguage.ts';

const zh = {
  scanCard: '扫卡（二维码或碰一碰）',
  scanElse: '也可以用手机自带的相机扫卡上的二维码，会自动回到这里。',
  scanHold: '请把卡上的二维码对准镜头',
  scanHoldNfc: '请把二维码对准镜头，或把卡贴近手机背面',
  scanOther: '这不是一卡通，请换卡上的二维码',
  scanFailed: '镜头打不开：请在下面输入卡号，或用手机自带的相机扫卡。',
  cardMistyped: '卡号最后两位对不上，请再看一遍。',
};
const en: typeof zh = {
  scanCard: 'Read the card (QR or NFC)',
  scanElse: 'The phone’s own camera reads the code on the card as well, and leads back to here.',
  scanHold: 'Hold the QR code on the card before the camera',
  scanHoldNfc: 'Hold the QR code before the camera, or the card against the back of the phone',
  scanOther: 'That is no card of ours: take the code on the card',
  scanFailed: 'The camera does not open: type the number below, or scan with the phone’s own camera.',
  cardMistyped: 'The last two digits do not fit: look at the number again.',
};
const words = inLanguage({ zh, en });

/** Of browsers that have them; TypeScript knows neither. */
type Detector = { detect(from: HTMLVideoElement): Promise<readonly { rawValue: string }[]> };
type NfcMessage = { message: { records: readonly { data?: BufferSource }[] } };
type NfcReader = {
  scan(options: { signal: AbortSignal }): Promise<void>;
  onreading: ((event: NfcMessage) => void) | null;
};
type Browser = {
  BarcodeDetector?: new (options: { formats: string[] }) => Detector;
  NDEFReader?: new () => NfcReader;
};
const browser = globalThis as Browser;
const hasCamera = browser.BarcodeDetector !== undefined && navigator.mediaDevices !== undefined;
const hasNfc = browser.NDEFReader !== undefined;
const lookEveryMs = 200;

/** @param read is given the token */
export function ScanCard({ read }: { read: (token: string) => void }) {
  const w = words.value;
  const [scans, setScans] = useState(false);
  if (!hasCamera && !hasNfc) return <p>{w.scanElse}</p>;
  if (!scans) return <Button class="no" does={() => setScans(true)} says={w.scanCard} />;
  return <Scanning read={read} />;
}

function Scanning({ read }: { read: (token: string) => void }) {
  const w = words.value;
  const video = useRef<HTMLVideoElement>(null);
  const [trouble, setTrouble] = useState('');
  const [other, setOther] = useState(false);
  useEffect(() => {
    const stop = new AbortController();
    const found = (text: string): void => {
      const token = tokenInCard(text);
      setOther(token === undefined); // a payment code, a parcel
      if (token === undefined) return;
      stop.abort();
      read(token);
    };
    const failed = (): void => setTrouble(words.value.scanFailed);
    if (hasNfc) void byNfc(found, stop.signal).catch(hasCamera ? () => undefined : failed); // the camera is there still
    if (hasCamera && video.current) void byCamera(video.current, found, stop.signal).catch(failed);
    return () => stop.abort();
  }, []);
  return (
    <>
      {hasCamera && <video ref={video} class="scan" muted playsInline aria-label={w.scanCard} />}
      <p role="status">{trouble || (other ? w.scanOther : hasNfc ? w.scanHoldNfc : w.scanHold)}</p>
    </>
  );
}

async function byCamera(video: HTMLVideoElement, found: (text: string) => void, stop: AbortSignal): Promise<void> {
  if (!browser.BarcodeDetector) return;
  const detector = new browser.BarcodeDetector({ formats: ['qr_code'] });
  const picture = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } });
  const end = (): void => {
    for (const track of picture.getTracks()) track.stop();
  };
  if (stop.aborted) return end();
  stop.addEventListener('abort', end);
  video.srcObject = picture;
  await video.play();
  while (!stop.aborted) {
    const [code] = await detector.detect(video);
    if (code) found(code.rawValue);
    await new Promise((next) => setTimeout(next, lookEveryMs));
  }
}

async function byNfc(found: (text: string) => void, signal: AbortSignal): Promise<void> {
  if (!browser.NDEFReader) return;
  const reader = new browser.NDEFReader();
  reader.onreading = ({ message }) => {
    for (const { data } of message.records) if (data) found(new TextDecoder().decode(data));
  };
  await reader.scan({ signal });
}

/** Said of a typed number in which a digit was mistaken. */
export function Mistyped({ code }: { code: string }) {
  return looksMistyped(code) ? <p role="alert">{words.value.cardMistyped}</p> : null;
}
