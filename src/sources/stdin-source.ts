import {onlyPart, type Source} from './source.ts';
import {isStdinReadOnce, readStdin} from './stdin.ts';

/** A pipe or a file on stdin. */
export function stdinSource(): Source {
	return {name: 'stdin', isOnce: isStdinReadOnce(), isOfParts: false, read: reading => onlyPart(readStdin(reading))};
}
