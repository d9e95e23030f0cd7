import process from 'node:process';
import {setTimeout as sleep} from 'node:timers/promises';
import type {Terminal} from './terminal.ts';

const settleMs = 100;

/**
Gives the terminal back and stops, as Ctrl-Z does; after SIGCONT takes it again.

It sleeps instead of waiting for SIGCONT: an orphaned process group (a container's first process, `ssh host -t command`) ignores SIGTSTP, and no SIGCONT would ever come. While the process is stopped the sleep runs out, so `fg` is answered at once.

@param lines - What to say on the normal screen before, whole lines.
@param whom - `'group'` for the key, which means the whole job (`generator | obs-top`); `'self'` when the signal was sent to this process alone.
@param stopHandling - Takes our own handler of SIGTSTP away until the returned function is called.
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
