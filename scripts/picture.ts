/**
Takes the README's picture from a real run: the demo's incident in a real terminal, while the circuit is open.
`npm run picture`

`node scripts/picture.ts OUT.svg COLUMNS ROWS PATTERN KEYS -- ARGUMENT...` captures any other screen: it waits for the
pattern, types the keys and waits for the screen to settle.
*/
import {writeFileSync} from 'node:fs';
import process from 'node:process';
import {setTimeout as sleep} from 'node:timers/promises';
import pty from '@lydell/node-pty';
import xterm from '@xterm/headless';
import {screenSvg} from './screen-svg.ts';

const [out = 'docs/screen.svg', columns = '120', rows = '36', pattern = '● OPEN [4-9]s', keys = '', ...rest] = process.argv.slice(2);
const arguments_ = rest.length > 0 ? rest.slice(1) : ['--', 'node', 'dist/demo-pipeline.mjs', '--scenario', 'incident', '--seed', '1'];
const environment = Object.fromEntries(Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined));
delete environment.CI;
const size = {cols: Number(columns), rows: Number(rows)};
const terminal = new xterm.Terminal({...size, allowProposedApi: true});
const child = pty.spawn(process.execPath, ['bin/obs-top.js', ...arguments_], {...size, env: {...environment, TERM: 'xterm-256color'}});
child.onData(data => terminal.write(data));

const deadline = Date.now() + 120_000;
while (!new RegExp(pattern).test(screenText())) {
	if (Date.now() > deadline) {
		throw new Error(`no ${pattern} on the screen:\n${screenText()}`);
	}
	await sleep(50);
}
for (const key of keys.replaceAll('\\e', '\x1B').replaceAll('\\r', '\r')) {
	child.write(key);
	await sleep(150);
}
await sleep(400);
writeFileSync(out, screenSvg(terminal));
process.stdout.write(`${screenText()}\n`);
child.kill('SIGTERM');

function screenText(): string {
	const {active} = terminal.buffer;
	return Array.from({length: size.rows}, (_, y) => active.getLine(active.viewportY + y)?.translateToString(true) ?? '').join('\n');
}
