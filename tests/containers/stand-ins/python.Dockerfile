# Stands in for python:3.11-slim-bookworm where images cannot be pulled: Debian's own Python 3.11, under the same name.
FROM localhost/iljari-debian:bookworm
RUN ln -s python3 /usr/bin/python
