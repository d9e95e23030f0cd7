import {Buffer} from 'node:buffer';
import {fstatSync, readSync} from 'node:fs';
import {crc32} from 'node:zlib';

const fingerprintBytes = 1024;

/**
What tells a file from another one that took its name: device, inode, and the checksum of its first bytes. The inode alone won't do: it is used again at once after a
deletion, and stays the same when a file is copied away, emptied and filled again.
*/
export class FileIdentity {
	readonly #fd: number;
	readonly #device: bigint;
	readonly #inode: bigint;
	/** How many bytes the checksum is over: 1 KiB, less while the file is shorter. */
	#knownBytes = 0;
	#checksum = 0;

	constructor(fd: number) {
		const {dev, ino} = fstatSync(fd, {bigint: true});
		this.#fd = fd;
		this.#device = dev;
		this.#inode = ino;
	}

	isSameFile(stat: {readonly dev: bigint; readonly ino: bigint}): boolean {
		return stat.dev === this.#device && stat.ino === this.#inode;
	}

	/** Whether the first bytes are still those that were read. */
	hasSameStart(): boolean {
		return this.#knownBytes === 0 || this.#checksumOf(this.#knownBytes)?.checksum === this.#checksum;
	}

	/** To be told how far the file was read: the checksum covers more of a file that was short. */
	readTo(offset: number): void {
		const wanted = Math.min(offset, fingerprintBytes);
		if (wanted > this.#knownBytes) {
			const start = this.#checksumOf(wanted);
			if (start !== undefined) {
				this.#knownBytes = wanted;
				this.#checksum = start.checksum;
			}
		}
	}

	#checksumOf(byteLength: number): {readonly checksum: number} | undefined {
		const start = Buffer.allocUnsafe(byteLength);
		const count = readSync(this.#fd, start, 0, byteLength, 0);
		return count < byteLength ? undefined : {checksum: crc32(start)};
	}
}
