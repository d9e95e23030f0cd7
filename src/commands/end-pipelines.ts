import process from 'node:process';
import {endFamilies, endFamiliesNow} from '../processes/family.ts';
import type {Process} from '../processes/running.ts';
import {dieOf, type EndSignal, exitCodeOf, onEndSignal} from '../terminal/end-signals.ts';
import {tell} from './tell.ts';

const deadlineMs = 5000;
const signalDeadlineMs = 1000; // leaves time to be gone within two seconds of a signal
const mostNamed = 5;

/**
Ends all commands started here and their descendants: SIGTERM, then SIGKILL after 5 s. Names processes that left their
family or can't be ended.
*/
export async function endPipelines(withinMs = deadlineMs): Promise<void> {
	const {strays, survivors} = await endFamilies(withinMs);
	if (strays.length > 0) {
		const [pids, them] = [strays.map(({pid}) => pid).join(' '), strays.length === 1 ? 'it' : 'them'];
		tell(`still running in its own session: ${named(strays)} (kill ${pids} to end ${them})`);
	}
	if (survivors.length > 0) {
		tell(`can't end ${named(survivors)} (owned by another user, or stuck in a system call)`);
	}
}

/**
For commands without a screen: a signal ends the pipeline first, then obs-top. A second signal ends both immediately.
*/
export function endPipelinesOnSignal(): void {
	let isEnding = false;
	onEndSignal((signal: EndSignal) => {
		if (isEnding) {
			endFamiliesNow();
			die(signal);
		}
		isEnding = true;
		void endPipelines(signalDeadlineMs).finally(() => die(signal));
	});
}

/** Runs the exit handlers, which remove temporary folders, before dying of the signal. */
function die(signal: EndSignal): void {
	process.emit('exit', exitCodeOf(signal));
	dieOf(signal);
}

function named(processes: readonly Process[]): string {
	const names = processes.slice(0, mostNamed).map(({pid, name}) => `${pid} (${name})`);
	const more = processes.length > mostNamed ? ` and ${processes.length - mostNamed} more` : '';
	return `process ${names.join(', ')}${more}`;
}
