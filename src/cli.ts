import {fstatSync} from 'node:fs';
import process from 'node:process';
import {isatty} from 'node:tty';
import packageJson from '../package.json' with {type: 'json'};
import {endPipelines} from './commands/end-pipelines.ts';
import {runCommand} from './commands/run-command.ts';
import {tell} from './commands/tell.ts';
import {ObsTopError} from './errors.ts';
import type {StdinKind} from './options/choose-source.ts';
import {readRequest} from './options/request.ts';
import {endFamiliesNow} from './processes/family.ts';
import {sanitize, visibleLines} from './ui/sanitize.ts';

const bugExitCode = 70; // EX_SOFTWARE of sysexits.h: 1 is a verdict, and a script must not take a bug for one

endWithoutReader();
process.on('uncaughtException', endByBug);
process.on('unhandledRejection', endByBug);
process.on('exit', endFamiliesNow);
await leave(await main(process.argv.slice(2)).catch(report));

async function main(argv: readonly string[]): Promise<number> {
	if (argv.length === 1 && argv[0] === '--reset') {
		const {resetTerminal} = await import('./terminal/reset-terminal.ts');
		resetTerminal();
		return 0;
	}
	const request = await readRequest(argv, {
		version: packageJson.version,
		cwd: process.cwd(),
		environment: process.env,
		stdin: stdinKind(),
	});
	switch (request.type) {
		case 'print':
			process.stdout.write(request.text);
			return 0;
		case 'run':
			request.notices.forEach(tell);
			return runCommand(request.command);
	}
}

function stdinKind(): StdinKind {
	if (isatty(0)) {
		return 'terminal';
	}
	try {
		const stat = fstatSync(0);
		return stat.isFIFO() || stat.isSocket() || stat.isFile() ? 'data' : 'nothing';
	} catch {
		return 'nothing'; // closed
	}
}

/** Whoever read our output has gone: nothing more to say, and no fault. */
function endWithoutReader(): void {
	if (!isatty(1)) {
		process.stdout.on('error', error => {
			const isReaderGone = 'code' in error && error.code === 'EPIPE';
			const isHandled = process.stdout.listenerCount('error') > 1; // a command that must end something first
			if (!isReaderGone || !isHandled) {
				void leave(isReaderGone ? 0 : report(error));
			}
		});
	}
	if (!isatty(2)) {
		process.stderr.on('error', () => undefined);
	}
}

/** The screen has its own way to end, which puts the terminal back before anything is printed. */
function endByBug(error: unknown): void {
	if (process.listenerCount('uncaughtException') === 1) {
		void leave(report(error));
	}
}

/** Prints an error as one line, and says the exit code. */
function report(error: unknown): number {
	const isOurs = error instanceof ObsTopError;
	const message = error instanceof Error ? error.message : String(error);
	const shown = isOurs ? message : `unexpected error: ${message} (a bug: run again with DEBUG=obs-top to see where)`;
	process.stderr.write(`obs-top: ${sanitize(shown)}\n`);
	if (/(?:^|[\s,])obs-top(?:$|[\s,])/.test(process.env.DEBUG ?? '') && error instanceof Error) {
		process.stderr.write(`${visibleLines(error.stack ?? '')}\n`);
	}
	return isOurs ? error.exitCode : bugExitCode;
}

/** No pipeline is left behind, and no process waits for one with an answer that is not out. */
async function leave(exitCode: number): Promise<void> {
	await written();
	await endPipelines();
	process.exit(exitCode);
}

/** A pipe takes what fits; the rest must be out before the process ends. */
async function written(): Promise<void> {
	if (!isatty(1)) {
		await new Promise(resolve => process.stdout.write('', resolve));
	}
}
