import {cpSync, mkdirSync, mkdtempSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {logOf} from '../logs.ts';
import {type Measure, median, type Row} from '../measure.ts';
import {nodePath, obsTop, onPath, timeOf} from '../processes.ts';

const peerFolder = fileURLToPath(new URL('../peers/', import.meta.url));
const pairs = 5;

/**
`obs-top health` on a 120 MB log, compared with programs that do the same sums or less. Medians of whole processes, run
alternately.
*/
export const readFile: Measure = {
	name: 'reading a file',
	async run() {
		const log = await logOf(500_000);
		const contenders = [
			{
				name: 'split2 + JSON.parse',
				command: nodePath,
				arguments: [`${peerFolder}split2-parse.ts`, log],
				goal: {text: 'faster', atMost: 1},
			},
			{name: 'lnav', command: 'sh', arguments: lnavQuery(log), goal: {text: '30 x faster', atMost: 1 / 30}},
			{
				name: 'jq',
				command: 'jq',
				arguments: ['-n', '-c', '-f', `${peerFolder}stages.jq`, log],
				goal: {text: '40 x faster', atMost: 1 / 40},
			},
		];
		const rows: Row[] = [];
		for (const {name, command, arguments: arguments_, goal} of contenders) {
			const what = `health on 120 MB vs ${name}`;
			if (name !== 'split2 + JSON.parse' && !onPath(name)) {
				rows.push({
					what,
					ours: Number.NaN,
					peer: undefined,
					unit: 'ms',
					goal: `${goal.text} (${name} is not installed)`,
					reached: undefined,
				});
				continue;
			}
			const ours: number[] = [];
			const theirs: number[] = [];
			for (let pair = 0; pair < pairs; pair++) {
				ours.push(await timeOf(nodePath, [obsTop, 'health', '--file', log]));
				theirs.push(await timeOf(command, arguments_));
			}
			const peer = {name, value: median(theirs)};
			rows.push({what, ours: median(ours), peer, unit: 'ms', goal: goal.text, reached: median(ours) / peer.value <= goal.atMost});
		}
		return rows;
	},
};

/** lnav needs its format in a home folder. `body-field` turns the event into `log_body`. */
function lnavQuery(log: string): readonly string[] {
	const home = mkdtempSync(join(tmpdir(), 'obs-top-bench-'));
	for (const formats of ['.lnav/formats/obs', '.config/lnav/formats/obs']) {
		mkdirSync(join(home, formats), {recursive: true});
		cpSync(`${peerFolder}lnav-format.json`, join(home, formats, 'format.json'));
	}
	const query =
		";select component, count(*), sum(recordsIn), sum(recordsOut), sum(elapsedMs) from obs_bench where log_body = 'stage_completed' group by component";
	return ['-c', `HOME=${home} lnav -n -c "${query}" ${log}`];
}
