import type {AlertChange} from '../../insight/alerts/alert-change.ts';
import {createMark, ProcessFamily} from '../../processes/family.ts';
import {whyNotStarted} from '../../shared/system-error.ts';

/** Runs the user's command for alerts. */
export type AlertCommand = {
	run(alert: AlertChange): void;
	/** Ends the running command and drops waiting alerts. */
	stop(): void;
};

const maxWaiting = 100;
const endDeadlineMs = 1000;
const deadlineMs = 30_000; // a hanging command must not block all later alerts

/**
Starts a command for each alert, one at a time and without a shell, with the alert as a line of JSON on its stdin. Call
it in the main thread, because children of a worker outlive it. Output is discarded; failures are reported and don't
affect the pipeline.

@param toLine - Formats an alert.
@param onNotice - Called for a command that failed, and for alerts skipped because too many are waiting.
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
			family?.release(); // processes it leaves behind are its own business
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
				onNotice(`--on-alert ${file}: skipped ${skipped} ${skipped === 1 ? 'alert' : 'alerts'}, ${maxWaiting} are waiting`);
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
