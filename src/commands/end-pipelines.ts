import process from 'node:process';
import {endFamilies, endFamiliesNow} from '../processes/family.ts';
import type {Process} from '../processes/running.ts';
import {dieOf, type EndSignal, exitCodeOf, onEndSignal} from '../terminal/end-signals.ts';
import {tell} from './tell.ts';

const deadlineMs = 5000;
const signalDeadlineMs = 1000; // whoever sends a signal expects the process gone within two seconds
const mostNamed = 5;

/** Ends all commands that were started here and what they have started: SIGTERM, and SIGKILL after 5 s. Who has left them, or can't be ended, is named. */
export async function endPipelines(withinMs = deadlineMs): Promise<void> {
	const {strays, survivors} = await endFamilies(withinMs);
	if (strays.length > 0) {
		const [pids, them] = [strays.map(({pid}) => pid).join(' '), strays.length === 1 ? 'it' : 'them'];
		tell(`left running, in a session of its own: ${named(strays)} (kill ${pids} ends ${them})`);
	}
	if (survivors.length > 0) {
		tell(`can't be ended: ${named(survivors)} (another user's, or stuck in the system)`);
	}
}

/** For a command without a screen: a signal ends its pipeline before it ends the command, a second one both at once. */
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

/** What is to be left behind by no end, temporary folders, hears of this one too. */
function die(signal: EndSignal): void {
	process.emit('exit', exitCodeOf(signal));
	dieOf(signal);
}

function named(processes: readonly Process[]): string {
	const names = processes.slice(0, mostNamed).map(({pid, name}) => `${pid} (${name})`);
	const more = processes.length > mostNamed ? ` and ${processes.length - mostNamed} more` : '';
	return `process ${names.join(', ')}${more}`;
}
