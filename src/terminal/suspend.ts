import process from 'node:process';
import {setTimeout as sleep} from 'node:timers/promises';
import type {Terminal} from './terminal.ts';

const settleMs = 100;

/**
Gives the terminal back and stops, like Ctrl-Z. Takes it again after SIGCONT.

It sleeps instead of waiting for SIGCONT: an orphaned process group (a container's first process, `ssh host -t command`)
ignores SIGTSTP, so no SIGCONT would ever come. While the process is stopped, the sleep runs out, so `fg` works
immediately.

@param lines - Whole lines to print on the normal screen first.
@param whom - `'group'` for the key, which means the whole job (`generator | obs-top`); `'self'` if the signal was sent
to this process alone.
@param stopHandling - Removes our own SIGTSTP handler until the returned function is called.
*/
export async function suspend(
	terminal: Pick<Terminal, 'leave' | 'enter'>,
	lines: string,
	whom: 'group' | 'self',
	stopHandling: () => () => void,
): Promise<void> {
	await terminal.leave(lines);
	const handleAgain = stopHandling();
	process.kill(whom === 'group' ? 0 : process.pid, 'SIGTSTP');
	await sleep(settleMs);
	handleAgain();
	terminal.enter();
}
