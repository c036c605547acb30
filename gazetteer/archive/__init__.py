"""One file that holds a build: to move it, to keep it, to send it to a cluster. `exonym pack` and `exonym unpack`.

    current -> 32fc6e2cd427a427       so that the archive, unpacked by whatever, is a data directory
    32fc6e2cd427a427/manifest.json    sizes and SHA-256 of the arrays
    32fc6e2cd427a427/<array>.npy
    kernels/about.json                what the compiled kernels are for; their sizes and SHA-256
    kernels/<kernel>                  as numba keeps them

It is a tar of plain files, the manifest first, with gzip around it where its name ends so. Digests say that it arrived
whole, not who made it; and kernels are code, so they are taken only where that is asked for.
"""

from gazetteer.archive.kernels import take_kernels
from gazetteer.archive.pack import Packed, pack
from gazetteer.archive.unpack import Unpacked, unpack

__all__ = ["Packed", "Unpacked", "pack", "take_kernels", "unpack"]
