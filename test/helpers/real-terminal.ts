import process from 'node:process';
import {setTimeout as sleep} from 'node:timers/promises';
import pty from '@lydell/node-pty';
import xterm from '@xterm/headless';

/** Runs a shell command in a real pty; the emulator is the screen a user would see. */
export const start = (command: string, {cols = 80, rows = 20} = {}) => {
	const env: Record<string, string> = {...(process.env as Record<string, string>), TERM: 'xterm-256color'};
	delete env.CI;
	delete env.NODE_ENV;
	const child = pty.spawn('/bin/sh', ['-c', command], {cols, rows, env});
	const term = new xterm.Terminal({cols, rows, allowProposedApi: true});
	const exited = new Promise<number>(resolve => child.onExit(e => resolve(e.exitCode)));
	child.onData(data => term.write(data));
	const screen = async () => {
		await new Promise<void>(resolve => term.write('', resolve));
		const b = term.buffer.active;
		return Array.from({length: rows}, (_, y) => b.getLine(b.viewportY + y)?.translateToString(true) ?? '');
	};
	const until = async (re: RegExp, ms = 8000) => {
		for (const end = Date.now() + ms; Date.now() < end; await sleep(25)) if (re.test((await screen()).join('\n'))) return;
		throw new Error(`no ${re} on screen:\n${(await screen()).join('\n')}`);
	};
	return {child, term, exited, screen, until};
};
