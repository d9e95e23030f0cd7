import type {AlertChange} from '../insight/alerts/alert-change.ts';

/** Runs the user's command for alerts. */
export type AlertCommand = {
	run(alert: AlertChange): void;
	/** Ends what runs and forgets what waits. */
	stop(): void;
};

const maxWaiting = 100;
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
	const abort = new AbortController();
	const waiting: AlertChange[] = [];
	let isRunning = false;
	let skipped = 0;
	let failures = 0;

	const runAll = async () => {
		const {execa} = await import('execa');
		for (let alert = waiting.shift(); alert !== undefined && !abort.signal.aborted; alert = waiting.shift()) {
			const result = await execa(file, argv, {
				input: `${toLine(alert)}\n`,
				stdout: 'ignore',
				stderr: 'ignore',
				reject: false,
				timeout: deadlineMs,
				cancelSignal: abort.signal,
				killDescendants: true,
			});
			if (result.failed && !abort.signal.aborted) {
				failures++;
				onNotice(`--on-alert ${file}: ${whyOf(result)}${failures > 1 ? ` (${failures} times)` : ''}`);
			}
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
			abort.abort();
		},
	};
}

function whyOf(result: {
	readonly code?: string | undefined;
	readonly exitCode?: number | undefined;
	readonly signal?: string | undefined;
	readonly timedOut: boolean;
}): string {
	if (result.timedOut) {
		return `ended after ${deadlineMs / 1000} s`;
	}
	if (result.exitCode !== undefined) {
		return `exited with ${result.exitCode}`;
	}
	return result.signal === undefined ? `can't be run: ${result.code ?? 'unknown error'}` : `ended by ${result.signal}`;
}
