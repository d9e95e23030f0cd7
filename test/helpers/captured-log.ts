import {type Clock, StructuredLogger, type StructuredLoggerOptions} from '../../src/pipeline/index.ts';

export type CapturedLine = Readonly<Record<string, unknown>>;

/** A logger whose lines a test can inspect, as text and parsed. */
export function capturedLog(component: string, options: StructuredLoggerOptions = {}) {
	const texts: string[] = [];
	const destination = {write: (text: string) => void texts.push(text)};
	const log = new StructuredLogger(component, {destination, ...options});
	const lines = (): readonly CapturedLine[] => texts.map(text => JSON.parse(text) as CapturedLine);
	const events = (name: string) => lines().filter(({event}) => event === name);
	return {log, texts, lines, events};
}

/** A clock that the test advances. */
export function handClock(startMs = Date.UTC(2024, 0, 15, 22)): Clock & {advance(ms: number): void} {
	let elapsedMs = 0;
	return {
		epochMs: () => startMs + elapsedMs,
		monotonicMs: () => elapsedMs,
		waitMs: durationMs => {
			elapsedMs += durationMs;
			return 0;
		},
		advance: ms => {
			elapsedMs += ms;
		},
	};
}
