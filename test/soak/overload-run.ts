import {setTimeout as sleep} from 'node:timers/promises';
import {eventually} from '../helpers/eventually.ts';
import type {RealTerminal} from '../helpers/real-terminal.ts';
import {type Flood, type FloodEnd, withFlood} from './flood-run.ts';

export type OverloadFigures = FloodEnd & {
	readonly framesPerSecond: number;
	/** Times from a key until the screen shows what it asks for, sorted; all measured during the flood. */
	readonly keyLagsMs: readonly number[];
};

const frameStart = '\x1B[?2026h';

export type Overload = {
	/** Keys to press, one after another. */
	readonly keys: number;
	/** From an answer to the next key; if omitted, until the pipeline has written more and another frame was drawn. */
	readonly betweenKeysMs?: number;
};

/** How the screen performs while lines come as fast as they are read. */
export async function measureOverload(flood: Flood, {keys, betweenKeysMs}: Overload, end?: AbortSignal): Promise<OverloadFigures> {
	const keyLagsMs: number[] = [];
	let framesPerSecond = 0;
	const result = await withFlood(
		flood,
		async ({terminal, written}) => {
			await terminal.until(/sink +█/);
			const [framesBefore, startedMs] = [framesOf(terminal), performance.now()];
			const isOver = () => written() === flood.lines;
			while (keyLagsMs.length < keys && !isOver()) {
				const [lines, frames] = [written(), framesOf(terminal)];
				const lagMs = await keyLag(terminal, keyLagsMs.length % 2 === 0 ? '?' : '\x1B');
				if (!isOver()) {
					keyLagsMs.push(lagMs);
					framesPerSecond = (framesOf(terminal) - framesBefore) / ((performance.now() - startedMs) / 1000);
				}
				const hasGoneOn = () => isOver() || (written() > lines && framesOf(terminal) > frames);
				await (betweenKeysMs === undefined ? eventually(hasGoneOn, 'the flood continues and is drawn') : sleep(betweenKeysMs));
			}
			terminal.press('\x1B');
			await eventually(() => flood.lines === undefined || isOver(), 'the pipeline has written all its lines', end);
		},
		end,
	);
	return {...result, framesPerSecond, keyLagsMs: keyLagsMs.toSorted((a, b) => a - b)};
}

const framesOf = ({output}: RealTerminal): number => output().split(frameStart).length - 1;

async function keyLag(terminal: RealTerminal, key: string): Promise<number> {
	const startedMs = performance.now();
	terminal.press(key);
	await terminal.until(key === '?' ? /Keys|Help/ : /1 Stages/);
	return performance.now() - startedMs;
}
