import {writeFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {logOf} from '../logs.ts';
import {type Measure, median, type Row} from '../measure.ts';
import {nodePath, obsTop, timeOf} from '../processes.ts';

const lines = 500_000;
const pairs = 3;

const kinds = [
	['stamped', 'a time before the object'],
	['inDocker', "in docker's records"],
	['inCri', "in a container runtime's lines"],
	['mended', 'a NaN in each'],
	['logfmt', 'logfmt'],
	['asText', 'text with a time and a level'],
	['onItsStatus', "completions by a rule of one's own"],
] as const;

/** The same lines in other kinds: how much longer `health` takes than for plain objects. The slowest stand first. */
export const kindsOfLine: Measure = {
	name: 'kinds of line',
	async run() {
		const plain = await logOf(lines);
		const config = fileURLToPath(new URL('../.cache/rule.toml', import.meta.url));
		writeFileSync(config, '[[rules]]\nname = "done"\nwhen = "status=done"\nis = "stage_completed"\n');
		const rows: Row[] = [];
		for (const [variant, what] of kinds) {
			const log = await logOf(lines, variant);
			const ours: number[] = [];
			const usual: number[] = [];
			for (let pair = 0; pair < pairs; pair++) {
				usual.push(await timeOf(nodePath, [obsTop, 'health', '--file', plain]));
				ours.push(await timeOf(nodePath, [obsTop, 'health', ...(variant === 'onItsStatus' ? ['--config', config] : []), '--file', log]));
			}
			rows.push({
				what: `health on ${lines / 1000} k lines, ${what}`,
				ours: median(ours),
				peer: {name: 'plain objects', value: median(usual)},
				unit: 'ms',
				goal: '',
				reached: undefined,
			});
		}
		return rows.toSorted((a, b) => b.ours / (b.peer?.value ?? 1) - a.ours / (a.peer?.value ?? 1));
	},
};
