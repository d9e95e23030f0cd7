/**
Writes the screens in docs/systems.md: obs-top on a small log of each system, in a real terminal. `npm run systems`
*/
import {readFileSync, writeFileSync} from 'node:fs';
import process from 'node:process';
import {setTimeout as sleep} from 'node:timers/promises';
import pty from '@lydell/node-pty';
import xterm from '@xterm/headless';

const size = {cols: 120, rows: 36};
const page = 'docs/systems.md';
const environment = Object.fromEntries(Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined));
delete environment.CI;

let markdown = readFileSync(page, 'utf8');
for (const [marker, name = ''] of markdown.matchAll(/<!-- screen ([\w.-]+) -->/g)) {
	const screen = await screenOf(`test/fixtures/systems/${name}`);
	process.stdout.write(`${name}\n${screen}\n`);
	markdown = markdown.replace(
		new RegExp(`${marker}\n.*?<!-- /screen -->`, 's'),
		() => `${marker}\n\n\`\`\`\n${screen}\n\`\`\`\n\n<!-- /screen -->`,
	);
}
writeFileSync(page, markdown);

/** The screen without its empty rows, and without the last one, which differs from run to run. */
async function screenOf(log: string): Promise<string> {
	const terminal = new xterm.Terminal({...size, allowProposedApi: true});
	const child = pty.spawn(process.execPath, ['bin/obs-top.js', '--file', log], {...size, env: {...environment, TERM: 'xterm-256color'}});
	child.onData(data => terminal.write(data));
	const text = () => {
		const {active} = terminal.buffer;
		return Array.from({length: size.rows}, (_, y) => active.getLine(active.viewportY + y)?.translateToString(true) ?? '');
	};
	while (!/ lines? · following/.test(text().join('\n'))) {
		await sleep(50);
	}
	await sleep(500); // its last frame
	const shown = text();
	child.kill('SIGTERM');
	return shown
		.slice(0, -1)
		.filter(line => line.trim() !== '' && !/^│ +(?:││ +)?│?$/.test(line) && !/^│ {60,}/.test(line))
		.join('\n');
}
