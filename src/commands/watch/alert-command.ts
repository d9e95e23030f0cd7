import type {AlertChange} from '../../insight/alerts/alert-change.ts';
import {createMark, ProcessFamily} from '../../processes/family.ts';
import {whyNotStarted} from '../../shared/system-error.ts';

/** Runs the user's command for alerts. */
export type AlertCommand = {
	run(alert: AlertChange): void;
	/** Ends what runs and forgets what waits. */
	stop(): void;
};

const maxWaiting = 100;
const endDeadlineMs = 1000;
const deadlineMs = 30_000; // a command that hangs must not keep all alerts after it from being told

/**
Starts a command for each alert, one at a time and without a shell, with the alert as a line of JSON on its stdin. To be called in the main thread: what a worker
starts outlives it. What it prints is thrown away; what goes wrong is told and is no fault of the pipeline.

@param toLine - How an alert is written.
@param onNotice - Told of a command that failed, and of alerts that were skipped because too many wait.
*/
export function createAlertCommand(
	[file, ...argv]: readonly [string, ...string[]],
	toLine: (alert: AlertChange) => string,
	onNotice: (notice: string) => void,
): AlertCommand {
	const waiting: AlertChange[] = [];
	let running: ProcessFamily | undefined;
	let isRunning = false;
	let isStopped = false;
	let skipped = 0;
	let failures = 0;

	const runOne = async (alert: AlertChange) => {
		const {execa} = await import('execa');
		const mark = createMark();
		const child = execa(file, argv, {
			env: mark.environment,
			input: `${toLine(alert)}\n`,
			stdout: 'ignore',
			stderr: 'ignore',
			reject: false,
			detached: true,
			cleanup: false,
		});
		const family = child.pid === undefined ? undefined : new ProcessFamily(child.pid, mark);
		running = family;
		const deadline = setTimeout(() => family?.end(endDeadlineMs).then(() => family.release()), deadlineMs);
		const result = await child;
		clearTimeout(deadline);
		running = undefined;
		if (family?.isEnding !== true) {
			family?.release(); // what it has left behind is its own affair
		}
		if (result.failed && !isStopped) {
			failures++;
			const why = family?.isEnding ? `ended after ${deadlineMs / 1000} s` : whyOf(result);
			onNotice(`--on-alert ${file}: ${why}${failures > 1 ? ` (${failures} times)` : ''}`);
		}
	};
	const runAll = async () => {
		for (let alert = waiting.shift(); alert !== undefined && !isStopped; alert = waiting.shift()) {
			await runOne(alert);
		}
	};
	return {
		run(alert) {
			if (waiting.length >= maxWaiting) {
				skipped++;
				onNotice(`--on-alert ${file}: skipped for ${skipped} ${skipped === 1 ? 'alert' : 'alerts'}, ${maxWaiting} wait`);
				return;
			}
			waiting.push(alert);
			if (!isRunning) {
				isRunning = true;
				runAll()
					.catch((error: unknown) => onNotice(`--on-alert ${file}: ${error instanceof Error ? error.message : String(error)}`))
					.finally(() => {
						isRunning = false;
					});
			}
		},
		stop() {
			waiting.length = 0;
			isStopped = true;
			void running?.end(endDeadlineMs);
		},
	};
}

function whyOf(result: {
	readonly code?: string | undefined;
	readonly exitCode?: number | undefined;
	readonly signal?: string | undefined;
}): string {
	if (result.exitCode !== undefined) {
		return `exited with ${result.exitCode}`;
	}
	return result.signal === undefined ? whyNotStarted(result.code) : `ended by ${result.signal}`;
}
