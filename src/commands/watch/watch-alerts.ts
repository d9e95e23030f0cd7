import {alertLine} from '../../engine/alerts/alert-line.ts';
import type {Engine} from '../../engine/protocol.ts';
import type {NotifyOptions} from '../../options/command-options.ts';
import type {Terminal} from '../../terminal/terminal.ts';
import {createAlertCommand} from './alert-command.ts';

const quietMs = 1000; // many alerts together ring once

/** Rings the bell and runs the user's command when an alert fires live. @returns A function that stops it. */
export function watchAlerts(
	engine: Engine,
	terminal: Terminal,
	{bell, command}: NotifyOptions,
	onNotice: (notice: string) => void,
): () => void {
	const runner = command === undefined ? undefined : createAlertCommand(command, alertLine, onNotice);
	let rangMs = Number.NEGATIVE_INFINITY;
	engine.onAlert(alert => {
		if (bell && performance.now() - rangMs >= quietMs) {
			rangMs = performance.now();
			terminal.ring();
		}
		runner?.run(alert);
	});
	return () => runner?.stop();
}
