"""The table of the log's nodes: whole subtrees of its tree, so that a proof reads few rows."""

from sqlalchemy import BigInteger, Column, LargeBinary
from sqlmodel import Field, SQLModel


class LogNodeRow(SQLModel, table=True):
    """The hash of a complete subtree of ``256 ** level`` leaves, the ``place``-th of its level.

    What stands here follows from the leaves (``storage.nodes``) and is held to them.
    """

    __tablename__ = "log_nodes"
    level: int = Field(primary_key=True)
    place: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    hash: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
