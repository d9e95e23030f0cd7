import {fstatSync} from 'node:fs';
import process from 'node:process';
import {isatty} from 'node:tty';
import packageJson from '../package.json' with {type: 'json'};
import {endPipelines} from './commands/end-pipelines.ts';
import {print, ReaderGoneError} from './commands/print.ts';
import {runCommand} from './commands/run-command.ts';
import {tell, writeError} from './commands/tell.ts';
import {endProcess} from './end-process.ts';
import {exitCodeOfError, mendable} from './errors.ts';
import type {StdinKind} from './options/choose-source.ts';
import {readRequest} from './options/request.ts';
import {endFamiliesNow} from './processes/family.ts';
import {visibleLines} from './screen/text/sanitize.ts';

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
		get cwd() {
			return process.cwd(); // throws if the folder is gone, so only ask when needed
		},
		environment: process.env,
		stdin: stdinKind(),
	});
	switch (request.type) {
		case 'print':
			await print(request.text);
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

/** The screen has its own handler, which restores the terminal before printing anything. */
function endByBug(error: unknown): void {
	if (process.listenerCount('uncaughtException') === 1) {
		void leave(report(error));
	}
}

/** Prints an error as one line. @returns The exit code. */
function report(error: unknown): number {
	if (error instanceof ReaderGoneError) {
		return 0;
	}
	const mended = mendable(error);
	const message = error instanceof Error ? error.message : String(error);
	const shown = mended?.message ?? `unexpected error: ${message} (a bug in obs-top: run again with DEBUG=obs-top for the stack)`;
	tell(shown);
	if (/(?:^|[\s,])obs-top(?:$|[\s,])/.test(process.env.DEBUG ?? '') && error instanceof Error) {
		writeError(`${visibleLines(error.stack ?? '')}\n`);
	}
	return exitCodeOfError(error);
}

/** Ends every pipeline started here. All output has been written by now. */
async function leave(exitCode: number): Promise<void> {
	await endPipelines();
	endProcess(exitCode);
}
