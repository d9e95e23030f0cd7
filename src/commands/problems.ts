import {tell} from './tell.ts';

const partExitCode = 3; // the same as for a source that can't be read at all

/** Reports parts of sources that could not be read, and turns them into the exit code. */
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

	/** @param exitCode - The exit code if everything was read. */
	exitCode(exitCode: number): number {
		return this.#count > 0 ? partExitCode : exitCode;
	}
}
