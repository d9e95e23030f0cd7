import {speeds} from '../../insight/cursor.ts';

/** Reads an integer from 1 to `most`. */
export function countUpTo(most: number): (text: string) => number | undefined {
	return text => {
		const count = /^\d{1,3}$/.test(text) ? Number(text) : 0;
		return count >= 1 && count <= most ? count : undefined;
	};
}

/** Reads `x10`, `10x` or `10`, within the range of the speed keys. */
export function parseSpeed(text: string): number | undefined {
	const speed = /^x?(\d{1,5}(?:\.\d{1,3})?)x?$/.exec(text)?.[1];
	const [slowest = 0, fastest = 0] = [speeds[0], speeds.at(-1)];
	return speed !== undefined && Number(speed) >= slowest && Number(speed) <= fastest ? Number(speed) : undefined;
}
