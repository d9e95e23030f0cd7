import {SourceError} from '../errors.ts';

/**
Calls `ask` for each of several files and leaves out those that can't be read.

@param onProblem - Called for each file that can't be read.
@throws SourceError if none of them can be read.
*/
export async function eachReadable<Answer>(
	paths: readonly string[],
	ask: (path: string, index: number) => Answer | Promise<Answer>,
	onProblem: (problem: string) => void = () => {},
): Promise<readonly Answer[]> {
	const answers: Answer[] = [];
	const problems: SourceError[] = [];
	for (const [index, path] of paths.entries()) {
		try {
			answers.push(await ask(path, index));
		} catch (error) {
			if (!(error instanceof SourceError)) {
				throw error;
			}
			problems.push(error);
		}
	}
	const [first] = problems;
	if (first !== undefined && answers.length === 0) {
		throw first;
	}
	for (const {message} of problems) {
		onProblem(message);
	}
	return answers;
}

/**
Reads one of several sources. If it fails, the failure is reported as a problem, and the others continue.

@param sources - Number of sources.
@returns Whether it could be read.
@throws SourceError if it is the only source.
*/
export async function readOneOf(sources: number, read: () => Promise<unknown>, onProblem: (problem: string) => void): Promise<boolean> {
	try {
		await read();
		return true;
	} catch (error) {
		if (sources === 1 || !(error instanceof SourceError)) {
			throw error;
		}
		onProblem(error.message);
		return false;
	}
}
