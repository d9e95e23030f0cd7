import {SourceError} from '../errors.ts';

/**
Asks something of each of several files. Of one that can't be read nothing is known: the others are to be read all the same.

@param onProblem - Told of each that can't be read.
@throws SourceError where none of them can.
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
Reads one of several sources: what can't be read of it is a problem, and the others go on.

@param sources - How many there are.
@returns Whether it could be read.
@throws SourceError where it is the only one.
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
