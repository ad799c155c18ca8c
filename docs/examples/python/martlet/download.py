"""Files that are fetched once, and go on where they were broken off."""

import hashlib
import json
import os
import shutil
from urllib.error import HTTPError

from .gateway import MartletError, error_of


def download(gateway, export, path):
    """
    The file of an export at `path`. What is there of it already is kept in `path.part`, and of which export that is in `path.job`: run again,
    it goes on there. `export`: begins one, where none is under way. Errors: MartletError, where the file is not what the gateway made.
    """
    part, note = f'{path}.part', f'{path}.job'
    job = _noted(note) or export()
    with open(note, 'w') as file:
        json.dump(job, file)
    try:
        _fetch(gateway, job, part)
    except HTTPError as error:
        if error.code not in (404, 416):
            raise error_of(error) from None
        # It is no longer kept, or what is here is not of it: from the beginning.
        _remove(part)
        job = export()
        with open(note, 'w') as file:
            json.dump(job, file)
        _fetch(gateway, job, part)
    try:
        check(_hash(part), job)
    except MartletError:
        _remove(part, note)
        raise
    os.replace(part, path)
    _remove(note)
    return path


def check(found, job):
    """Errors: MartletError, where a hash is not that of the file that the gateway made."""
    if found != job['sha256']:
        raise MartletError('DAMAGED', f'Expected a file with the sha256 {job["sha256"]}, found {found}. Run it again.')


def _fetch(gateway, job, part):
    """What is not there yet."""
    here = os.path.getsize(part) if os.path.exists(part) else 0
    if here and here == job['bytes']:
        return
    with gateway.open(job['url'], headers={'range': f'bytes={here}-'} if here else {}) as response:
        with open(part, 'ab' if response.status == 206 else 'wb') as file:
            shutil.copyfileobj(response, file)


def _hash(path):
    digest = hashlib.sha256()
    with open(path, 'rb') as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def _noted(note):
    if not os.path.exists(note):
        return None
    with open(note) as file:
        return json.load(file)


def _remove(*paths):
    for path in paths:
        if os.path.exists(path):
            os.remove(path)
