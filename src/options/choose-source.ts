import {SourceError, UsageError} from '../errors.ts';
import {filesShownAs, isFileShownAs} from '../files/file-names.ts';
import {didYouMean} from '../shared/nearest.ts';
import type {SourceOptions} from './command-options.ts';

/** What stdin is: a terminal, a pipe or a file, or nothing (`/dev/null`, closed). */
export type StdinKind = 'terminal' | 'data' | 'nothing';

export type NamedSource = {
	/** Paths and globs; `-` is stdin. */
	readonly files: readonly string[];
	readonly follow: boolean;
	readonly command: readonly string[] | undefined;
};

/**
Chooses what to read: the sources on the command line, else a pipe or file on stdin, else those of the config, else
nothing.

@throws UsageError if the sources contradict each other, SourceError if a glob matches no file.
*/
export async function chooseSource(named: NamedSource, configured: NamedSource | undefined, stdin: StdinKind): Promise<SourceOptions> {
	const isNamed = named.files.length > 0 || named.command !== undefined;
	if (!isNamed && stdin === 'data') {
		return toSource({...named, files: ['-']});
	}
	const chosen = isNamed ? named : {...(configured ?? named), follow: named.follow || (configured?.follow ?? false)};
	return toSource(chosen);
}

async function toSource({files, follow, command}: NamedSource): Promise<SourceOptions> {
	const paths = files.filter(path => path !== '-');
	const isStdin = paths.length < files.length;
	if ([paths.length > 0, isStdin, command !== undefined].filter(Boolean).length > 1) {
		throw new UsageError('more than one kind of source (name files, or - for stdin, or a command after --)');
	}
	if (follow && paths.length === 0) {
		throw new UsageError('--follow needs a file (name one with --file; a pipe or a command is always followed)');
	}
	return {files: await expandAll(paths), follow, command: command === undefined ? undefined : commandOf(command), stdin: isStdin};
}

function commandOf([program, ...argv]: readonly string[]): readonly [string, ...string[]] {
	if (program === undefined || program === '') {
		throw new UsageError('no command after -- (use obs-top -- COMMAND [ARG...])');
	}
	return [program, ...argv];
}

/** Each file once, in the order of the command line. */
async function expandAll(paths: readonly string[]): Promise<readonly string[]> {
	const expanded: string[] = [];
	for (const path of paths) {
		expanded.push(...(await expand(path)));
	}
	return [...new Set(expanded)];
}

/** A path that exists is that file, even if its name looks like a glob. */
async function expand(path: string): Promise<readonly string[]> {
	if (path === '') {
		throw new UsageError('--file "" is empty: use a path, a glob or - for stdin');
	}
	if (!/[*?[{]/.test(path) || isFileShownAs(path)) {
		return filesShownAs(path);
	}
	const {matchingFiles} = await import('./matching-files.ts');
	const found = await matchingFiles(path);
	if (found.length === 0) {
		throw new SourceError(`${path}: no file matches (quote a glob to keep the shell from expanding it, or name a file)`);
	}
	return found;
}

/** A first word that isn't a file may be a mistyped command. */
export function checkWatchWords(words: readonly string[], commandNames: readonly string[]): void {
	const [word = ''] = words;
	const meant = /^[a-z]+$/.test(word) && !isFileShownAs(word) ? didYouMean(word, commandNames) : '';
	if (meant !== '') {
		throw new UsageError(`${word}: no such command or file${meant}`);
	}
}
