"""Figures, tables and numbers of a martlet gateway."""

from .client import Indicator, Martlet
from .gateway import Gateway, MartletError
from .sets import NumberSet
from .slice import Slice

__all__ = ['Gateway', 'Indicator', 'Martlet', 'MartletError', 'NumberSet', 'Slice']
