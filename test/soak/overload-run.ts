import {setTimeout as sleep} from 'node:timers/promises';
import type {RealTerminal} from '../helpers/real-terminal.ts';
import {type Flood, type FloodEnd, withFlood} from './flood-run.ts';

export type OverloadFigures = FloodEnd & {
	readonly framesPerSecond: number;
	/** From a key until the screen shows what it asks for, in their order of size; all while the flood went on. */
	readonly keyLagsMs: readonly number[];
};

const frameStart = '\x1B[?2026h';
const betweenKeysMs = 150;

/** How the screen does while lines come as fast as they are read. */
export async function measureOverload(flood: Flood, keys: number): Promise<OverloadFigures> {
	const keyLagsMs: number[] = [];
	let framesPerSecond = 0;
	const end = await withFlood(flood, async ({terminal, written}) => {
		await terminal.until(/sink +█/);
		const [framesBefore, startedMs] = [framesOf(terminal), performance.now()];
		while (keyLagsMs.length < keys && written() < flood.lines) {
			const lagMs = await keyLag(terminal, keyLagsMs.length % 2 === 0 ? '?' : '\x1B');
			if (written() < flood.lines) {
				keyLagsMs.push(lagMs);
				framesPerSecond = (framesOf(terminal) - framesBefore) / ((performance.now() - startedMs) / 1000);
			}
			await sleep(betweenKeysMs);
		}
		terminal.press('\x1B');
	});
	return {...end, framesPerSecond, keyLagsMs: keyLagsMs.toSorted((a, b) => a - b)};
}

const framesOf = ({output}: RealTerminal): number => output().split(frameStart).length - 1;

async function keyLag(terminal: RealTerminal, key: string): Promise<number> {
	const startedMs = performance.now();
	terminal.press(key);
	for (const shown = key === '?' ? /Keys|Help/ : /1 Stages/; !shown.test((await terminal.screen()).join('\n')); await sleep(2)) {
		if (performance.now() - startedMs > 60_000) {
			throw new Error('a key is not answered');
		}
	}
	return performance.now() - startedMs;
}
