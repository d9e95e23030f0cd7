import {tell} from './tell.ts';

const partExitCode = 3; // as of a source that can't be read at all

/** What could not be read of the sources: said at once, and in the exit code. */
export class Problems {
	readonly #say: (problem: string) => void;
	#count = 0;

	constructor(say: (problem: string) => void = tell) {
		this.#say = say;
	}

	readonly take = (problem: string): void => {
		this.#count++;
		this.#say(problem);
	};

	/** @param exitCode - Of what was read. */
	exitCode(exitCode: number): number {
		return this.#count > 0 ? partExitCode : exitCode;
	}
}
