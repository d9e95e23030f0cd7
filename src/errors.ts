import {isSystemError, systemFailure} from './shared/system-error.ts';

/**
The base of every error that a user can fix. `cli.ts` prints it as `obs-top: what: why (what to do)` and exits with its
code. Anything else that is thrown is a bug and keeps its stack.
*/
export abstract class ObsTopError extends Error {
	abstract readonly exitCode: number;
}

/** The command line, a config file or a query is wrong. */
export class UsageError extends ObsTopError {
	override readonly name = 'UsageError';
	readonly exitCode = 2;
}

/** The system refused something other than a source or an output. */
export class SystemRefusal extends ObsTopError {
	override readonly name = 'SystemRefusal';
	readonly exitCode = 3;
}

/** Returns an error that the user can fix, converting system errors, or `undefined` for a bug. */
export function mendable(error: unknown): ObsTopError | undefined {
	if (error instanceof ObsTopError) {
		return error;
	}
	return isSystemError(error) ? new SystemRefusal(systemFailure(error), {cause: error}) : undefined;
}

const bugExitCode = 70; // EX_SOFTWARE in sysexits.h; 1 is a verdict, and scripts must be able to tell it from a bug

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
	@param exitCode - As in shells: 127 if the command doesn't exist, 126 if it can't be executed.
	*/
	constructor(message: string, exitCode: 126 | 127) {
		super(message);
		this.exitCode = exitCode;
	}
}

/** Nothing was found, such as no stage to inspect. Exits with 1, like grep. */
export class NothingFoundError extends ObsTopError {
	override readonly name = 'NothingFoundError';
	readonly exitCode = 1;
}
