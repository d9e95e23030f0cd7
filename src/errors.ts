import {isSystemError, systemFailure} from './shared/system-error.ts';

/**
The base of every error that a user can mend. `cli.ts` prints one as `obs-top: what: why (what to do)` and ends with its exit code; anything else that is
thrown is a bug of ours and keeps its stack.
*/
export abstract class ObsTopError extends Error {
	abstract readonly exitCode: number;
}

/** The command line, a config file or a query is wrong. */
export class UsageError extends ObsTopError {
	override readonly name = 'UsageError';
	readonly exitCode = 2;
}

/** What the system refuses wherever it was asked, not that of a source or an output. */
export class SystemRefusal extends ObsTopError {
	override readonly name = 'SystemRefusal';
	readonly exitCode = 3;
}

/** An error as one that a user can mend, also where it is just the system's; `undefined` for a bug of ours. */
export function mendable(error: unknown): ObsTopError | undefined {
	if (error instanceof ObsTopError) {
		return error;
	}
	return isSystemError(error) ? new SystemRefusal(systemFailure(error), {cause: error}) : undefined;
}

const bugExitCode = 70; // EX_SOFTWARE of sysexits.h: 1 is a verdict, and a script must not take a bug for one

export const exitCodeOfError = (error: unknown): number => mendable(error)?.exitCode ?? bugExitCode;

/** An output can't be written: a full disk, a missing folder. */
export class OutputError extends ObsTopError {
	override readonly name = 'OutputError';
	readonly exitCode = 3;
}

/** A source can't be read: missing, a directory, no permission. */
export class SourceError extends ObsTopError {
	override readonly name = 'SourceError';
	readonly exitCode = 3;
}

/** The command after `--` can't be started. */
export class CommandStartError extends ObsTopError {
	override readonly name = 'CommandStartError';
	readonly exitCode: 126 | 127;

	/**
	@param exitCode - 127 when there is no such command, 126 when it can't be executed, as shells have it.
	*/
	constructor(message: string, exitCode: 126 | 127) {
		super(message);
		this.exitCode = exitCode;
	}
}

/** What was asked for isn't there, as grep's exit code has it: no stage to inspect. */
export class NothingFoundError extends ObsTopError {
	override readonly name = 'NothingFoundError';
	readonly exitCode = 1;
}
